"""福彩送温暖: the manifest of the benefit; its rules live in doudi.policy.special.charity."""
