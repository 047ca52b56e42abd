"""事实无人抚养儿童 (民发〔2019〕62号): the manifest of the benefit; its rules live in doudi.policy.special.unattended."""
