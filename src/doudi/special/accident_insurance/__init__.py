"""意外伤害保险: the manifest of the benefit; its rules live in doudi.policy.special.accident_insurance."""
