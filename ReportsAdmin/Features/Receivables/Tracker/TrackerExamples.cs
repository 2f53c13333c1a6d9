namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>Examples for the API document; a contract test keeps the shapes true.</summary>
internal static class TrackerExamples
{
    public const string Done = """{"success":true}""";

    public const string Dashboard =
        """{"kpis":[{"label":"Total Outstanding","value":"₹1,23,45,678","change":"+5.2%","changeType":"increase","description":"Owed by all customers"}],"outstandingByAge":[{"region":"mumbai","0-30":100000,"31-90":50000.5,"91-180":0,"181-365":0,">365":25000,"total":175000.5}],"regionDistribution":[{"region":"mumbai","amount":175000.5}],"monthlyTrends":[{"month":"Apr-25","mumbai":175000.5,"pune":90000}],"outstandingRecoveryTrend":[{"month":"Apr-25","new":50000,"recovered":20000}],"engineerPerformance":[{"name":"Imran Shaikh","region":"mumbai","outstandingCollected":20000,"newOutstandingAssigned":5000,"netChange":15000}]}""";

    public const string Customers =
        """[{"_id":"637573740000000000000001","id":"637573740000000000000001","customerCode":"000123","customerName":"Shree Ganesh Constructions","region":"mumbai","department":"Batching Plant","agePeriod":"31-90","outstandingAmount":100000.5,"remarks":"none","notes":"","assignedEngineer":"Imran Shaikh","assignedEngineerId":"757365720000000000000006","invoices":[{"_id":"696e766f0000000000000001","id":"696e766f0000000000000001","customerId":"637573740000000000000001","invoiceNumber":"SI/25-26/0042","invoiceAmount":118000,"invoiceDate":"2025-04-12T00:00:00Z","status":"unpaid","outstandings":[{"id":"62616c610000000001031705","invoiceId":"696e766f0000000000000001","month":"May-25","amount":100000.5,"agePeriod":"31-90"}],"createdAt":"2025-05-04T06:00:00Z","updatedAt":"2025-05-04T06:00:00Z"}],"createdAt":"2025-05-04T06:00:00Z","updatedAt":"2025-05-04T06:00:00Z"}]""";

    public const string InvoiceTracker =
        """[{"monthYear":"Apr-25","previousMonthInvoices":100,"previousMonthAmount":900000,"currentMonthInvoices":120,"currentMonthAmount":1000000.5,"invoiceCountChange":20,"disputedInvoices":3}]""";

    public const string Upload = """{"count":150,"message":"Upload successful."}""";

    public const string UploadProblems =
        """{"error":"1 rows have problems; nothing was imported. Sheet1 row 7, column C: Region 'Mumbay' is not known.","problems":[{"row":7,"where":"Sheet1 row 7, column C","field":"region","message":"Region 'Mumbay' is not known."}]}""";
}
