"""The vault (密钥与密封): the keys of this installation, and what is stored sealed with them."""
