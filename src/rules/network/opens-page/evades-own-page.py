# evades: NOT COVERED
import os
os.startfile("page.html")
