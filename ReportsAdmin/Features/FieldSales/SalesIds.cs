using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class SalesIds
{
    public const string Distributor = "64697374";
    public const string Product = "70726f64";
    public const string Outlet = "6f75746c";
    public const string Upload = Features.Imports.ImportIds.Upload;
    public const string Visit = "76697369";
}
