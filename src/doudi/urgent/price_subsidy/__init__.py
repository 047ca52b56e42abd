"""价格临时补贴: the manifest of the benefit; its rules live in doudi.policy.urgent.price_subsidy."""
