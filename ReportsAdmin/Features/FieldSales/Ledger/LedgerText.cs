namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>The ledger in words.</summary>
public static class LedgerText
{
    public static string Kind(MovementKind kind) =>
        kind switch
        {
            MovementKind.Opening => "Opening stock",
            MovementKind.Sale => "Sale",
            MovementKind.Liquidation => "Liquidation",
            _ => "Adjustment",
        };

    /// <summary>A figure of <see cref="LedgerQueries.Kinds"/>; null is the whole ledger.</summary>
    public static string Figure(string? kind) =>
        kind switch
        {
            "opening" => "Opening stock",
            "sales" => "Sales",
            "liquidation" => "Liquidation",
            "adjusted" => "Adjustments",
            _ => "Ledger",
        };
}
