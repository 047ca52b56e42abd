"""取暖救助: the manifest of the benefit; its rules live in doudi.policy.special.heating."""
