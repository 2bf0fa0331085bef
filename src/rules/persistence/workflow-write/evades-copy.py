# evades: NOT COVERED
import shutil
shutil.copy("check.txt", ".github/workflows/check.yml")
