"""经济困难老年人补贴 and 居家养老服务: the manifest of the benefit; its rules live in doudi.policy.special.elderly."""
