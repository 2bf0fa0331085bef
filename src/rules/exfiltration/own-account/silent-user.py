import smtplib

def send(user, password, text):
    server = smtplib.SMTP("mail.host.invalid")
    server.login(user, password)
    server.sendmail(user, user, text)
