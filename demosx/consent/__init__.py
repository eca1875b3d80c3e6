"""What people agree to: the versions of the terms, and who has agreed to which."""
