"""特困人员救助供养 (二(一)2, 民发〔2021〕43号): the manifest of the benefit; its rules live in
doudi.policy.basic.extreme_hardship."""
