namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>What the API document shows for each operation: the examples of spec 001.</summary>
internal static class DashboardExamples
{
    public const string Metrics =
        """{"success":true,"data":{"totalLiquidation":{"value":5000000000,"label":"Total Liquidation","currency":"INR","trend":{"direction":"up","percentage":1}},"ytdSales":{"value":18000000000,"label":"YTD Sales","currency":"INR","trend":{"direction":"up","percentage":2}},"balanceStock":{"value":600000,"label":"Balance Stock","unit":"Units","trend":{"direction":"down","percentage":0.4}},"activeMDOs":{"value":471,"label":"Active MDOs","trend":{"direction":"neutral","percentage":0}}},"timestamp":"2025-10-29T06:21:00Z"}""";

    public const string Team =
        """{"success":true,"data":[{"id":"757365720000000000000029","name":"Rajesh Kumar","role":"TSM","avatar":null,"liquidationPercentage":85,"visitsCompleted":60,"visitsTarget":70,"territory":"North Delhi","region":"Delhi NCR","zone":"North Zone"}],"pagination":{"total":3,"page":1,"pageSize":10,"totalPages":1},"timestamp":"2025-10-29T06:21:00Z"}""";

    public const string Activities =
        """{"success":true,"data":[{"id":"616374760000000000000001","type":"liquidation_verified","title":"Liquidation Verified","description":"LIQ-2024-001 by Rajesh Kumar","timestamp":"2025-10-29T13:12:00Z","status":"verified","user":{"id":"757365720000000000000029","name":"Rajesh Kumar","role":"TSM"},"metadata":{"liquidationId":"LIQ-2024-001","amount":150000,"verifiedBy":"Priya Sharma (TSM)"}}],"pagination":{"total":156,"page":1,"pageSize":20,"totalPages":8},"timestamp":"2025-10-29T06:21:00Z"}""";

    public const string Approvals =
        """{"success":true,"data":{"count":8,"breakdown":{"travelClaims":3,"activityReimbursements":2,"workPlans":2,"stockTransfers":1}},"timestamp":"2025-10-29T06:21:00Z"}""";
}
