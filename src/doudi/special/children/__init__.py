"""孤儿 and 重点困境儿童: the manifest of the benefit; its rules live in doudi.policy.special.children."""
