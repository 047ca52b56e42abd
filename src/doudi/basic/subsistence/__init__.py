"""低保 (二(一)1, 民发〔2021〕57号): the manifest of the benefit; its rules live in
doudi.policy.basic.subsistence."""
