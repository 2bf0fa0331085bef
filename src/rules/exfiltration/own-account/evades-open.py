# evades: NOT COVERED
import smtplib

def send(text):
    smtplib.SMTP("mail.host.invalid").sendmail("a@host.invalid", "b@host.invalid", text)
