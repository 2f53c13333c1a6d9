namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>Examples for the API document.</summary>
internal static class MovementExamples
{
    public const string Movement = """
        {"success":true,"data":{"from":"Apr-26","to":"May-26","upload":null,"against":null,"opening":150000,"closing":130000,"buckets":[{"bucket":"0-30","label":"0-30","opening":0,"closing":30000},{"bucket":"31-90","label":"31-90","opening":150000,"closing":0},{"bucket":"91-180","label":"91-180","opening":0,"closing":100000}],"cells":[{"cell":"31-90:91-180","from":"31-90","to":"91-180","amount":100000,"invoices":1},{"cell":"31-90:received","from":"31-90","to":"received","amount":50000,"invoices":1},{"cell":"new:0-30","from":"new","to":"0-30","amount":30000,"invoices":1}],"diff":{"by":"invoice","cell":"31-90:91-180","then":150000,"now":100000,"change":-50000,"rows":[{"region":"mumbai","customer":{"id":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions"},"invoice":{"id":"696e766f0000000000000001","number":"SI/25-26/001","from":"31-90","to":"91-180"},"then":150000,"now":100000,"change":-50000,"invoices":1}]}},"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;
}
