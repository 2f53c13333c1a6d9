namespace ReportsAdmin.Features.Help;

/// <summary>The text of the help, in the order in which it is shown.</summary>
internal static class HelpArticles
{
    private const string Daily = "Daily work";
    private const string Uploads = "Uploads";
    private const string Reports = "Reports and documents";
    private const string Forms = "Forms";
    private const string Settings = "Your account and the company";

    public static readonly IReadOnlyList<HelpArticle> All =
    [
        new(
            Daily,
            "Find a customer or an invoice",
            "Search from anywhere, or filter the lists.",
            [
                "Press Ctrl+K and type part of a name, a code or an invoice number.",
                "Choose a result with the arrow keys and press Enter.",
                "In a list, press / to search it. Filters above the list stay in the address, so you can bookmark or send it.",
            ],
            "/customers",
            "outstanding:read",
            "search command palette filter"
        ),
        new(
            Daily,
            "Write a remark or a note",
            "Record what a customer agreed to pay and when.",
            [
                "Open Customers and press the remark of a row.",
                "Choose a remark, or press the note to write in your own words.",
                "It is saved at once. Press Undo in the notice to take it back.",
                "If someone else changed the note meanwhile, both texts are shown and you choose.",
            ],
            "/customers",
            "outstanding:edit",
            "comment promise follow-up"
        ),
        new(
            Daily,
            "Call customers in order",
            "The worklist ranks customers by what is at risk and says why.",
            [
                "Open Collections. The card shows whom to call, with the reasons and their points.",
                "Press a key for what came of it: C called, N no answer, P promised, D disputes, A says paid, V visited. The next customer follows at once.",
                "Write a note or a day to call again before you press the key. J and K look at the next and the previous customer without logging.",
                "Pressed the wrong key? Press Undo in the notice, or Take back on the page of the customer.",
            ],
            "/collections",
            "outstanding:edit",
            "collections worklist score phone whatsapp contact log"
        ),
        new(
            Daily,
            "See what waits for you today",
            "One page with your follow-ups, promises, disputes, mentions, uploads, requests and answers.",
            [
                "Open My day. What should have been done before today is red.",
                "A follow-up is there because you chose Call again on when you logged a contact, or because the customer is yours. Logging the next contact takes it off.",
                "To ask a colleague, write @ and the name into the note of a contact and press the name that is offered. They find it under Mentions, in the bell and in the mail of the day.",
            ],
            "/my-day",
            null,
            "today tasks follow-up mention note to do"
        ),
        new(
            Daily,
            "See whether a promise was kept",
            "The next sheet decides; nobody sets it by hand.",
            [
                "Log the outcome Promised with the amount and the day.",
                "On that morning you are reminded, if you took the promise or are the engineer of the customer.",
                "The first sheet that is committed after the day shows it as kept, kept in part or broken. Undoing that sheet opens the promise again.",
                "Promises lists them all, with the kept rate of each engineer.",
            ],
            "/collections/promises",
            "outstanding:read",
            "promise to pay kept broken rate"
        ),
        new(
            Daily,
            "See how well is collected",
            "Eight key figures of a month, with their targets and the months before.",
            [
                "Open Collection KPIs. It shows the latest month that is over and has all its sheets; choose another under Month.",
                "Narrow it to a department, a region or an engineer. The figures are those of the dashboard for the same choice.",
                "Press How it is counted on a card for its formula. A card says so where a figure has no meaning.",
                "Press Customers or Promises under a figure for the rows behind it.",
            ],
            "/collections/kpis",
            "outstanding:read",
            "kpi dso days sales outstanding effectiveness overdue recovery concentration target"
        ),
        new(
            Daily,
            "Close months and see which sheets are missing",
            "The upload calendar shows what came, came late or is missing; closed months stay as they are.",
            [
                "Open Uploads and press Upload calendar. A number in a cell says how many uploads have corrected the month.",
                "Sheets are due by a day of the next month, which an administrator changes under Limits. Three days before and on the day after, who can upload is told which regions are missing.",
                "An administrator presses Close months. From then on no sheet of such a month is committed or taken back.",
                "Allow an upload lets one region or all in for some days, with a reason. It ends by itself, or by End.",
            ],
            "/upload-calendar",
            "outstanding:read",
            "upload calendar deadline due late missing close month lock period exception reopen"
        ),
        new(
            Daily,
            "See what will come in",
            "The next three months at each customer's own pace, and how good earlier forecasts were.",
            [
                "Open Cash forecast. It is made from the latest month; choose another under Month to see what would have been forecast then.",
                "The pace of a customer is what came in of what was owed, over six months. Customers without a history get the pace of their department and region.",
                "What is in dispute is left out, and so are invoices still to come. Promises are shown beside the forecast, not added to it.",
                "The chart holds the forecasts of the last six months against what came in. They are made again from what was known before each month.",
            ],
            "/collections/forecast",
            "outstanding:read",
            "cash forecast expected receipts pace prediction"
        ),
        new(
            Daily,
            "Remind customers by mail",
            "Simulate a day, look at the mails, and send exactly these.",
            [
                "Write the addresses of the customer's accounts department on the page of the customer, under Contact.",
                "Open Reminders. It shows who would get which mail today, and who is left out and why. Preview shows a mail as it is sent.",
                "Press Send all, or select customers and press Send to these. If the data has changed meanwhile, nothing is sent and the new simulation is shown.",
                "Log shows what became of each mail. Sent means that the mail server took it; mark an address as bounced on the page of the customer when mails come back.",
                "The ladder says which mail follows after how many days. An administrator changes it and switches it on.",
            ],
            "/reminders",
            "reminders:send",
            "reminder dunning ladder mail statement bounce overdue"
        ),
        new(
            Daily,
            "Send statements of account to many customers",
            "As one file for each in a ZIP, or as one mail to each.",
            [
                "Select customers on the list and press Statements.",
                "Choose a format for a ZIP with one file for each; it is made as a job. Or mail the PDF or Excel file to each.",
                "The report Statements of customers packs those of a region, of an engineer, or from an amount on, also by itself at set times.",
            ],
            "/customers",
            "outstanding:read",
            "statement account zip bulk dunning"
        ),
        new(
            Daily,
            "See what changed between two months",
            "Movement shows what was paid, what is new and what grew older.",
            [
                "Open Movement and choose two months. It opens with the last one that every region has uploaded and the one before.",
                "Each row is an age at the end of the first month; its columns say where that money is at the end of the second. Grown and New are what was added.",
                "An invoice that was paid in part stands with what is left in its new age, and with what came in under Received.",
                "Press a figure to see its invoices. The tabs below list what changed by region, customer and invoice, the largest change first.",
                "To see what a corrected sheet changed, press What it changed on its page, or Compare uploads here; any two uploads of a month can be compared.",
                "Totals that came without invoices have one amount for each age, so they grow and shrink there and do not move to an older one.",
            ],
            "/movement",
            "outstanding:read",
            "month roll rate ageing migration diff compare change"
        ),
        new(
            Daily,
            "Mark an invoice as disputed or paid",
            "The invoice stays in the books until the next sheet confirms it.",
            [
                "Open Invoices and choose the invoice.",
                "Press Mark as disputed and give the reason, the owner and the amount, or press Mark as paid.",
                "Follow the dispute under Disputes: write, attach files, and settle it when it is answered.",
                "When it was a mistake, settle it as withdrawn, or press Reverse payment on the same page.",
            ],
            "/invoices",
            "outstanding:edit",
            "payment reverse query dispute settle reason owner conversation file"
        ),
        new(
            Daily,
            "Change several customers at once",
            "Assign an engineer or set a remark for all that you selected.",
            [
                "Tick the boxes of the rows, or the box in the heading for the page.",
                "Use the bar that appears at the bottom.",
                "Press Undo in the notice to restore every row.",
            ],
            "/customers",
            "outstanding:assign",
            "bulk assign engineer"
        ),
        new(
            Daily,
            "Read the age of a debt",
            "Bars and columns show how old the unpaid invoices are.",
            [
                "Each colour is an age: from 0 to 30 days up to more than a year. The legend above the chart names them.",
                "Press a part of a bar to see its invoices.",
                "The Table switch of a chart shows the same figures as text.",
            ],
            "/",
            "outstanding:read",
            "ageing overdue bucket days"
        ),
        new(
            Daily,
            "Choose columns and save a view",
            "Keep a list as you need it.",
            [
                "Press Columns above the list to show or hide columns. Drag a heading to move it, its edge to resize it.",
                "Press the name of the view above the list (Standard at first), then Save as a new view, and give it a name.",
                "Share the view, or make it the first one that a role sees, if you have the right to.",
            ],
            "/customers",
            "outstanding:read",
            "saved view columns resize order"
        ),
        new(
            Uploads,
            "Upload a sheet",
            "Excel or CSV as your system exports it; the columns are recognised.",
            [
                "Open Uploads and press Upload a sheet.",
                "Choose what the sheet contains, the department and the month, then the file.",
                "Answer the questions, if any: they are about dates, columns or sheets that can be read in two ways.",
                "Check the preview: new, changed and missing rows, and problems. Nothing has changed so far.",
                "Press Commit. The dashboard shows the new figures at once.",
            ],
            "/uploads/new",
            "imports:upload",
            "import excel csv month preview commit"
        ),
        new(
            Uploads,
            "Correct rows with problems",
            "The preview names each row that cannot be read.",
            [
                "Under Problems, download the workbook with the problems marked: it is your own sheet, with each bad cell coloured and explained.",
                "Correct the cells and upload the sheet again.",
                "Or commit without the bad rows, if the preview allows it.",
            ],
            "/uploads",
            "imports:upload",
            "error invalid row"
        ),
        new(
            Uploads,
            "Undo an upload",
            "Every figure returns to what it was before.",
            [
                "Open Uploads and choose the upload.",
                "Press Undo. Later uploads stay as they are.",
                "Remarks and notes that people wrote meanwhile are kept.",
            ],
            "/uploads",
            "imports:upload",
            "revert mistake wrong file"
        ),
        new(
            Uploads,
            "See where a figure comes from",
            "Each amount leads to its row in the sheet.",
            [
                "Open an invoice and look at Source.",
                "It names the file, the row and who uploaded it, and shows the row with the cell marked.",
            ],
            "/invoices",
            "outstanding:read",
            "source origin provenance"
        ),
        new(
            Reports,
            "Make a report",
            "PDF, Excel, Word, CSV or JSON.",
            [
                "Open Report catalogue and choose a report.",
                "Set the filters; the preview shows the first rows.",
                "Choose a format and press Create. You can leave the page: the bell tells you when it is ready.",
                "Download it from Jobs. Files are kept for the days that the administrator chose.",
            ],
            "/reports",
            "reports:create",
            "export pdf excel word download job"
        ),
        new(
            Reports,
            "Have a report made by itself",
            "Every day, week or month, at the time you choose.",
            [
                "Open Schedules and press New schedule.",
                "Choose the report, its filters and when.",
                "Pause or delete it on the same page.",
            ],
            "/schedules",
            "reports:create",
            "schedule automatic repeat"
        ),
        new(
            Reports,
            "Write a document",
            "Text, tables and figures as PDF, Word and Excel, with all versions kept.",
            [
                "Open Documents and press New document.",
                "Fill in the parts and save.",
                "Compare or restore older versions under Versions.",
            ],
            "/documents",
            "generated:create",
            "version word"
        ),
        new(
            Forms,
            "Fill in a form",
            "What you write is kept until you send it.",
            [
                "Open Forms and choose the form.",
                "Fill in the questions; those marked as required must have an answer.",
                "Press Submit.",
            ],
            "/forms",
            "forms:read",
            "submission answer"
        ),
        new(
            Forms,
            "Make a form and share it",
            "For colleagues, or by a link for anyone.",
            [
                "Open Forms and press New form.",
                "Drag questions into place, or press them and use the arrow buttons.",
                "Publish the form. Under Links, make a link or a QR code for people without an account.",
            ],
            "/forms",
            "forms:make",
            "builder public link qr"
        ),
        new(
            Settings,
            "Change theme and row height",
            "Light, dark or as your system is set.",
            ["Press your initials at the top right.", "Choose a theme and a row height. They apply to this browser."],
            "/profile",
            null,
            "dark mode density compact"
        ),
        new(
            Settings,
            "Change your name, phone or password",
            "Colleagues see your name and phone.",
            [
                "Press your initials at the top right, then Profile and password.",
                "Changing the password signs you out everywhere else.",
            ],
            "/profile",
            null,
            "account security"
        ),
        new(
            Settings,
            "Use the keyboard",
            "Everything works without a mouse.",
            [
                "Ctrl+K opens the search, / goes to the search of a list.",
                "In a list, the up and down arrows move between rows; Enter opens what is marked.",
                "Escape closes menus, dialogs and side panels.",
            ],
            "/",
            null,
            "shortcut accessibility"
        ),
        new(
            Settings,
            "Set the company's name, logo and number format",
            "For everyone, on every page, report and file.",
            [
                "Open Company settings.",
                "Write the name, choose a logo (PNG, JPEG or WebP), and choose Indian or international digit grouping.",
                "Each setting shows its default, and who changed it when.",
            ],
            "/admin/company",
            "company:manage",
            "brand lakh crore million comma"
        ),
        new(
            Settings,
            "Decide how long data is kept",
            "Old files and unfinished uploads are deleted every night.",
            ["Open Clean-up.", "Set the days for each kind of data. The page shows what is due now."],
            "/admin/clean-up",
            "retention:manage",
            "retention delete"
        ),
    ];
}
