"""Reply templates and macros: words and steps that staff uses again and again."""
