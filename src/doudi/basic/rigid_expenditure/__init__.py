"""刚性支出困难家庭 (刚性支出困难家庭认定办法): the manifest of the benefit; its rules live in
doudi.policy.basic.rigid_expenditure."""
