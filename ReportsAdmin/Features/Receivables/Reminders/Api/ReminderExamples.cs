namespace ReportsAdmin.Features.Receivables.Reminders.Api;

/// <summary>Examples for the API document.</summary>
internal static class ReminderExamples
{
    public const string Ladder = """
        {"success":true,"data":{"on":true,"basis":"dueDate","creditDays":30,"pauseDays":7,"dailyHour":null,"steps":[{"days":3,"action":"mail","subject":"Payment of {amount} is due","text":"Dear {customer},\n\n{invoices}","statement":"pdf","copiesEngineer":false}]}}
        """;

    public const string Simulation = """
        {"success":true,"data":{"token":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","day":"2026-05-15","month":"Apr-26","on":true,"oldFigures":[],"verdicts":[{"verdict":"due","customers":1,"amount":50000},{"verdict":"promised","customers":1,"amount":20000}],"outstanding":{"step":70000,"lowerStep":0,"reminded":10000,"disputed":5000,"notYet":30000,"undated":0,"credits":-2000,"total":113000},"customers":[{"customerId":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions","region":"mumbai","verdict":"due","why":null,"stepDays":15,"action":"mail","amount":50000,"overdue":60000,"addresses":["accounts@example.com"],"invoices":[{"id":"696e766f0000000000000001","number":"SI/1","invoiceDate":"2026-03-20","dueDate":"2026-04-20","amount":50000,"daysOver":25}]}]},"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Start =
        """{"token":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","customers":["637573740000000000000001"]}""";

    public const string Started = """{"success":true,"data":{"id":"72656d720000000000000001"}}""";

    public const string Runs = """
        {"success":true,"data":[{"id":"72656d720000000000000001","startedAt":"2026-05-15T04:00:00Z","by":"Asha Rao","day":"2026-05-15","running":false,"planned":0,"written":1,"skipped":0,"amount":50000}],"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Run = """
        {"success":true,"data":[{"id":"72656d690000000000000001","runId":"72656d720000000000000001","customerId":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions","day":"2026-05-15","stepDays":15,"action":"mail","amount":50000,"invoices":1,"state":"written","why":null,"mails":[{"to":"accounts@example.com","copy":false,"state":"sent","sentAt":"2026-05-15T04:00:05Z"}]}],"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Bounce = """{"messageId":"<4d2f9c@example.com>","reason":"550 5.1.1 User unknown"}""";

    public const string Bounced = """{"success":true,"data":{"reminders":1}}""";
}
