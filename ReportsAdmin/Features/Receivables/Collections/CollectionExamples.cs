namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Examples for the API document.</summary>
internal static class CollectionExamples
{
    public const string Worklist = """
        {"success":true,"data":[{"id":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions","region":"mumbai","engineerId":"757365720000000000000004","engineerName":"Ravi Patil","phone":"+91 98765 43210","score":58,"reasons":[{"key":"amount","text":"₹4.20 L at risk","points":19},{"key":"age","text":"₹2.10 L older than 180 days, oldest item 412 days old","points":12},{"key":"promises","text":"1 broken promise in 12 months","points":7},{"key":"silence","text":"Not contacted yet","points":15},{"key":"delay","text":"Usually pays after 84 days","points":7},{"key":"dispute","text":"₹1.00 L in dispute, not counted as at risk","points":-2}],"atRisk":420000,"disputed":100000,"oldestDays":412,"lastContact":{"at":"2026-05-12T05:00:00Z","outcome":"noAnswer","by":"Ravi Patil","followUpOn":null},"promise":null,"mayEdit":true}],"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Contacts = """
        {"success":true,"data":[{"id":"636e74630000000000000007","customerId":"637573740000000000000001","at":"2026-05-15T06:00:00Z","by":"Ravi Patil","outcome":"promised","note":"Spoke to accounts.","followUpOn":null,"corrected":false}],"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Log =
        """{"outcome":"promised","note":"Spoke to accounts.","promise":{"amount":50000,"dueOn":"2026-05-25"}}""";

    public const string Logged =
        """{"success":true,"data":{"id":"636e74630000000000000007","promiseId":"70726f6d0000000000000003"}}""";

    public const string Corrected = """{"success":true,"data":{"id":"636e74630000000000000007","corrected":true}}""";

    public const string Promises = """
        {"success":true,"data":{"promises":[{"id":"70726f6d0000000000000003","customerId":"637573740000000000000001","customerCode":"000123","customerName":"Shree Ganesh Constructions","region":"mumbai","amount":50000,"dueOn":"2026-05-25","received":20000,"status":"partKept","awaitsSheet":false,"decidedBy":"May-26","madeAt":"2026-05-15T06:00:00Z","by":"Ravi Patil","engineerName":"Ravi Patil"}],"rate":{"kept":3,"partKept":1,"broken":1,"open":2,"percent":60},"engineers":[{"engineerId":"757365720000000000000004","name":"Ravi Patil","rate":{"kept":3,"partKept":1,"broken":1,"open":2,"percent":60}}]},"pagination":{"page":1,"limit":25,"total":7,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;

    public const string Kpis = """
        {"success":true,"data":{"month":"Apr-26","partial":false,"figures":{"opening":1000000,"takenOver":0,"new":600000,"recovered":400000,"closing":1200000,"overdue":300000,"disputed":60000},"overdueAfterDays":30,"kpis":[{"key":"dso","name":"Days sales outstanding","definition":"Closing ÷ new invoices of the last 3 months × the days of these months (the simple method).","unit":"days","value":60,"reason":null,"target":60,"better":"lower","met":true,"months":[{"month":"Mar-26","value":null,"reason":"nothingBefore"},{"month":"Apr-26","value":60,"reason":null}]}],"engineers":[{"engineerId":"757365720000000000000004","name":"Ravi Patil","opening":1000000,"recovered":400000,"closing":1200000,"percent":40}],"largest":[{"customerId":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions","region":"mumbai","outstanding":420000,"percent":35}]}}
        """;
}
