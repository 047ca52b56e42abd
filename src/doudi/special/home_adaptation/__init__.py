"""居家适老化改造: the manifest of the benefit; its rules live in doudi.policy.special.home_adaptation."""
