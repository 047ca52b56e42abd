"""农村“三留守”人员关爱服务: the manifest of the benefit; its rules live in doudi.policy.special.left_behind."""
