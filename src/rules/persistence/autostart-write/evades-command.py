# evades: caught by command/installs-persistence
import os
os.system('schtasks /create /sc onlogon /tn U /tr C:\\u.exe')
