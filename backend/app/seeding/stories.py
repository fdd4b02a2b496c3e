"""The tickets of the demo, as people write them."""

# (key of the requester, subject, description)
STORIES: tuple[tuple[str, str, str], ...] = (
    (
        "rosa",
        "Laptop does not start any more",
        (
            "I pressed the power button this morning and only the fan spins for a second. The charger "
            "lamp is on. I have a customer meeting at eleven and all my slides are on this machine."
        ),
    ),
    (
        "samir",
        "Nobody on the second floor reaches the network",
        (
            "Since about nine o'clock none of the desks on the second floor get a connection, neither "
            "by cable nor wireless. Roughly forty people cannot work."
        ),
    ),
    (
        "petra",
        "Please unlock my account",
        (
            "I typed my password wrong too often after my holiday and now the sign-in page says the "
            "account is locked."
        ),
    ),
    (
        "quentin",
        "Invoice 20817 was charged twice",
        (
            "Our card statement shows the amount of invoice 20817 on the third and again on the fifth "
            "of the month. Please return the second payment and send a corrected statement."
        ),
    ),
    (
        "nora",
        "How do I request parental leave?",
        "Our baby is due in spring. Which form do I need and how long before must I hand it in?",
    ),
    (
        "user",
        "Strange mail asks for my password",
        (
            "I received a message that looks like it comes from our own service desk. It asks me to "
            "confirm my password on a page with a foreign address. I clicked the link but typed "
            "nothing. Is my computer in danger?"
        ),
    ),
    (
        "rosa",
        "Shared drive is full",
        (
            "Saving anything on the projects drive fails with the message that there is no space "
            "left. The whole design team works on that drive."
        ),
    ),
    (
        "samir",
        "Mailbox does not receive attachments",
        (
            "Customers tell me that their mails with files come back as undeliverable. Mails without "
            "attachments arrive. It began on Monday."
        ),
    ),
    (
        "petra",
        "Spreadsheet program closes when I print",
        (
            "Each time I print the monthly report the program closes without a message. Printing from "
            "other programs works. I can export to PDF for now."
        ),
    ),
    (
        "quentin",
        "Need access to the reporting folder",
        (
            "I joined the finance team last week and cannot open the folder with the quarterly "
            "reports. My manager is Ines Ibarra, she agrees."
        ),
    ),
    (
        "nora",
        "Meeting room screen stays black",
        (
            "The big screen in room Oslo shows no picture, whatever we plug in. The next board meeting "
            "is on Thursday."
        ),
    ),
    (
        "user",
        "VPN drops every few minutes",
        (
            "Working from home is hardly possible: the VPN disconnects every three to five minutes "
            "and I have to sign in again each time. My own line is fine, video calls without the VPN "
            "run for hours."
        ),
    ),
    (
        "rosa",
        "Order page of the shop returns an error",
        (
            "Customers cannot complete orders since half past seven. After they choose a way to pay "
            "the page says that something went wrong. We lose every order of the day."
        ),
    ),
    (
        "samir",
        "New keyboard, please",
        "Three keys of my keyboard stick. It is an ordinary one with a cable, there is no hurry.",
    ),
    (
        "petra",
        "Files deleted by mistake",
        (
            "I deleted the folder with the tender documents from the team drive, and the bin is "
            "empty. We hand the tender in tomorrow at noon. Can you bring it back from the backup?"
        ),
    ),
    (
        "quentin",
        "Change the address on our invoices",
        (
            "We move on the first of next month. Please print the new address on all invoices from "
            "then on: Harbour Street 12."
        ),
    ),
    (
        "nora",
        "My payslip shows the wrong tax class",
        (
            "Since my marriage in June I should be in another tax class, but the payslip still shows "
            "the old one. Who needs which paper from me?"
        ),
    ),
    (
        "user",
        "Where do I find the guest Wi-Fi password?",
        "Two visitors come tomorrow and would like to be online. Where is the password published?",
    ),
    (
        "rosa",
        "Malware warning on a colleague's computer",
        (
            "The virus scanner on the computer at the reception keeps reporting ransomware, and files "
            "on the desktop have got a new ending. We pulled the network cable. Please come at once."
        ),
    ),
    (
        "samir",
        "Printer on the third floor prints stripes",
        "Every page has grey stripes along the left side. I changed the toner, it did not help.",
    ),
    (
        "petra",
        "Update asks for administrator rights",
        (
            "The drawing program wants to install an update and asks for an administrator's password. "
            "Until then it starts in trial mode and I cannot save."
        ),
    ),
    (
        "quentin",
        "Refund not on our account yet",
        (
            "You confirmed the refund for our cancelled licences four weeks ago. It has not arrived. "
            "This is the third time that I ask, and I am getting annoyed."
        ),
    ),
    (
        "nora",
        "Calendar shows meetings one hour late",
        (
            "Since the change of the clocks all invitations from our Lisbon office appear an hour too "
            "late in my calendar."
        ),
    ),
    (
        "user",
        "Second screen flickers",
        (
            "My right screen flickers when the laptop is docked. With another cable it is a little "
            "better but not good."
        ),
    ),
    (
        "rosa",
        "Remove access of a former colleague",
        (
            "Dario Dinescu left the company on Friday and is still a member of the project and of the "
            "customer database. Please remove his rights today."
        ),
    ),
    (
        "samir",
        "Database server answers slowly",
        (
            "All queries of the warehouse application take ten times as long as last week. Picking in "
            "the warehouse goes on, but with queues."
        ),
    ),
    (
        "petra",
        "Out-of-office note goes out though I am back",
        "My absence note is switched off in the settings, and people still get it.",
    ),
    (
        "quentin",
        "Which account number do we pay to?",
        (
            "Your last two invoices name different bank accounts. Which one is right? We would rather "
            "not pay into a wrong one."
        ),
    ),
    (
        "nora",
        "Training on presentation skills",
        "Does the company pay for an external training, and whom do I ask for approval?",
    ),
    (
        "user",
        "Cannot sign in with the new phone",
        (
            "I changed my phone and the app that shows the sign-in codes is empty now. I cannot get "
            "into anything that asks for a code."
        ),
    ),
    (
        "rosa",
        "Backup of last night failed",
        (
            "The morning report says that the nightly backup of the file server stopped after two "
            "hours with a write error. Is the night before complete at least?"
        ),
    ),
    (
        "samir",
        "Phone line of the hotline is dead",
        (
            "Nobody can call our customer hotline. Callers hear silence and then the line is cut. All "
            "six agents are affected."
        ),
    ),
    (
        "petra",
        "Typing is slow in the browser",
        "In the ticket form letters appear a second after I type them. A restart helps for an hour.",
    ),
    (
        "quentin",
        "Please send a quotation for ten more licences",
        "We grow and need ten more licences from January. What do they cost for one year?",
    ),
    (
        "nora",
        "Lost my access badge",
        (
            "I must have lost my badge between the station and the office. Please block it and tell me "
            "where I get a new one."
        ),
    ),
    (
        "user",
        "Thank you for the quick help yesterday",
        (
            "The exchange of my docking station took ten minutes. Just wanted to say thank you. One "
            "question: may I keep the old power supply as a spare?"
        ),
    ),
    (
        "rosa",
        "Certificate of the customer portal runs out tomorrow",
        (
            "The browser warns that the certificate of portal.demo.example ends tomorrow at noon. All "
            "customers would see a security warning."
        ),
    ),
    (
        "samir",
        "Scanner sends nothing to my mailbox",
        "Scanning to e-mail worked last week. Now the device says sent, but nothing arrives.",
    ),
    (
        "petra",
        "Vacation days are wrong in the portal",
        (
            "The portal counts 24 days for me, my contract says 28. No hurry, I plan my summer only "
            "next month."
        ),
    ),
    (
        "quentin",
        "Video calls break off in the afternoon",
        (
            "Between two and four in the afternoon calls freeze for everybody in the Hamburg office. "
            "In the morning all is well."
        ),
    ),
)
