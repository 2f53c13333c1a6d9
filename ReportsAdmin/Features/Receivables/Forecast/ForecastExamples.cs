namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>Examples for the API document.</summary>
internal static class ForecastExamples
{
    public const string Forecast = """
        {"success":true,"data":{"from":"Apr-26","partial":false,"owed":1000000,"disputed":60000,"later":512000,"months":[{"month":"May-26","expected":200000,"promised":50000},{"month":"Jun-26","expected":160000,"promised":0},{"month":"Jul-26","expected":128000,"promised":0}],"past":[{"month":"Apr-26","expected":210000,"received":200000,"error":10000,"errorPercent":5}],"customers":[{"id":"637573740000000000000001","code":"000123","name":"Shree Ganesh Constructions","region":"mumbai","owed":400000,"disputed":60000,"pace":20,"ownPace":true,"expected":[80000,64000,51200],"promised":50000,"last":{"month":"Apr-26","expected":90000,"received":75000,"error":15000,"errorPercent":20}}]},"pagination":{"page":1,"limit":25,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}
        """;
}
