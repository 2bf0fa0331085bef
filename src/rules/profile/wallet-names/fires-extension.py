EXTENSIONS = ["nkbihfbeogaeaoehlefnkodbefgpgknn"]  # fires: import
