"""Chapter one of the policy: 低保, 特困, 低保边缘, 刚性支出. One folder per benefit, a manifest each."""
