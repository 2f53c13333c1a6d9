namespace ReportsAdmin.Features.Sales;

/// <summary>Who buys from the company and sells on. What he holds and owes stands in dated rows, not here.</summary>
public sealed class Distributor
{
    public int Id { get; init; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    /// <summary>Name and code, folded for searching.</summary>
    public required string SearchText { get; set; }

    public string Location { get; set; } = "";

    public required string Zone { get; set; }

    public required string Region { get; set; }

    public required string Territory { get; set; }

    public string State { get; set; } = "";

    /// <summary>The branch (a region code of spec 003) whose people see him; null: only those who see all branches.</summary>
    public string? Branch { get; set; }

    public bool Active { get; set; } = true;

    public DateTime UpdatedAt { get; set; }
}

public sealed class Product
{
    public int Id { get; init; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    public required string SearchText { get; set; }

    public required string Category { get; set; }

    public string PackSize { get; set; } = "";

    /// <summary><c>Kg</c> or <c>Ltr</c>.</summary>
    public string Unit { get; set; } = "Kg";

    public bool Active { get; set; } = true;
}

/// <summary>A shop that sells to farmers: a customer in the words of spec 001.</summary>
public sealed class Outlet
{
    public int Id { get; init; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    public required string SearchText { get; set; }

    /// <summary><c>retailer</c> or <c>distributor</c>.</summary>
    public required string Type { get; set; }

    public string Location { get; set; } = "";

    public required string Zone { get; set; }

    public required string Region { get; set; }

    public required string Territory { get; set; }

    public string State { get; set; } = "";

    public string? Branch { get; set; }

    public string Pincode { get; set; } = "";

    public string Phone { get; set; } = "";

    public string Email { get; set; } = "";

    public long CreditLimitPaise { get; set; }

    public bool GeoTagged { get; set; }

    public bool Active { get; set; } = true;
}
