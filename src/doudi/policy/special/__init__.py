"""专项社会救助 (济办发〔2020〕21号 二(二)): so far the care subsidy for severely disabled persons."""
