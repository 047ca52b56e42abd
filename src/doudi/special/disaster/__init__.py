"""受灾人员救助: the manifest of 过渡期生活救助; its rules live in doudi.policy.special.disaster."""
