namespace ReportsAdmin.Features.Imports;

/// <summary>Examples for the API document.</summary>
internal static class UploadExamples
{
    public const string Id = """{"success":true,"data":{"id":"75706c640000000000000001"}}""";

    public const string Accepted = """{"success":true,"data":{"id":"75706c640000000000000001","number":1}}""";

    public const string Details =
        """{"success":true,"data":{"id":"75706c640000000000000001","number":1,"kind":"outstanding","fileName":"Pump April.xlsx","period":202504,"departmentId":2,"department":"Pump","state":"staged","question":null,"failure":null,"progress":100,"counts":{"new":12,"changed":30,"unchanged":400,"errors":0,"duplicates":1,"skipped":2,"missing":9,"data":443},"total":12345678.9,"sheetName":"Outstanding","headerRow":3,"sheets":["Outstanding"],"columns":[{"index":0,"letter":"A","header":"Customer Code","field":"customerCode","samples":["000123"]}],"questions":[],"decisions":[{"question":"repeated","title":"Repeated rows","answer":"once","text":"Count them once","rows":1}],"remarks":["2 total rows were skipped."],"keptApart":[],"stale":false,"uploadedBy":"Rohan Kapoor","uploadedAt":"2025-05-04T06:00:00Z","committedAt":null}}""";

    public const string History =
        """{"success":true,"data":[{"id":"75706c640000000000000001","number":1,"kind":"outstanding","fileName":"Pump April.xlsx","period":202504,"department":"Pump","state":"committed","rows":443,"errors":0,"total":12345678.9,"uploadedBy":"Rohan Kapoor","uploadedAt":"2025-05-04T06:00:00Z"}],"pagination":{"page":1,"limit":20,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}""";

    public const string Rows =
        """{"success":true,"data":[{"row":17,"effect":"changed","key":"000123 · SI/25-26/0042","label":"Shree Ganesh Constructions","section":"mumbai","amount":59000,"delta":-59000,"changes":[{"field":"Outstanding Amount","before":"1,18,000.00","after":"59,000.00"}],"problems":[]}],"pagination":{"page":1,"limit":50,"total":1,"pages":1,"totalPages":1,"hasNext":false,"hasPrev":false}}""";

    public const string Undone =
        """{"success":true,"data":{"id":"75706c640000000000000001","kept":[{"key":"000123","why":"Shree Ganesh Constructions was edited after the upload."}]}}""";
}
