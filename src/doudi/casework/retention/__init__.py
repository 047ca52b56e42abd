"""What must go when (保存期限): 个人信息保护法 第四十七条. See README.md."""
