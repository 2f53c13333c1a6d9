namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>The diffs as addresses and answers name them.</summary>
public static class MovementNames
{
    public static string Of(MovementBy by) =>
        by switch
        {
            MovementBy.Customer => "customer",
            MovementBy.Invoice => "invoice",
            _ => "region",
        };

    /// <summary>Null when the text names none.</summary>
    public static MovementBy? Parse(string? text) =>
        text switch
        {
            "region" => MovementBy.Region,
            "customer" => MovementBy.Customer,
            "invoice" => MovementBy.Invoice,
            _ => null,
        };
}
