"""残疾人两项补贴 (国发〔2015〕52号): the manifest of the benefit; its rules live in doudi.policy.special.disability."""
