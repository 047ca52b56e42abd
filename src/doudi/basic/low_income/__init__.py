"""低保边缘家庭 (二(一)1, 民发〔2021〕57号 第八条): the manifest of the benefit; its rules live in
doudi.policy.basic.low_income."""
