# file: pkg/settings.py
COMMON_FILES = (
    "~/.ssh/id_rsa",
    "/etc/shadow",
    "~/.bash_history",
    "~/.aws/credentials",
)
