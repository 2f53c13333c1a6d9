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
            "Mark an invoice as disputed or paid",
            "The invoice stays in the books until the next sheet confirms it.",
            [
                "Open Invoices and choose the invoice.",
                "Press Mark as disputed or Mark as paid.",
                "When it was a mistake, press Resolve dispute or Reverse payment on the same page.",
            ],
            "/invoices",
            "outstanding:edit",
            "payment reverse query"
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
