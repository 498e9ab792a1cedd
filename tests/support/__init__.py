"""What tests share: a fixed cast, builders, a real PostgreSQL, a real mail server. Fakes live here and nowhere else."""
