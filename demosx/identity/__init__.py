"""Ways of signing in beyond the password: providers, mailed links, passkeys; second factors; sessions."""
