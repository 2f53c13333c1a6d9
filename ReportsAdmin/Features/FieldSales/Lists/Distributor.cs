using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>What has a place in the field, and a branch whose people see it.</summary>
public interface IPlaced
{
    string Code { get; }

    string Name { get; }

    /// <summary>Address or landmark.</summary>
    string Location { get; }

    /// <summary>Name and code, folded for searching.</summary>
    string SearchText { get; }

    string Zone { get; }

    string Region { get; }

    string State { get; }

    string Territory { get; }

    /// <summary>A region code of spec 003; null: only those who see all branches see it.</summary>
    string? Branch { get; }

    bool Active { get; }
}

/// <summary>Who buys from the company and sells on. What they hold and owe is in dated rows, not here.</summary>
public sealed class Distributor : IPlaced, IUploaded
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

    /// <summary>The branch (a region code of spec 003) whose people see them; null: only those who see all branches.</summary>
    public string? Branch { get; set; }

    public bool Active { get; set; } = true;

    public DateTime UpdatedAt { get; set; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

public sealed class Product : IUploaded
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

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>A shop that sells to farmers: a customer in the words of spec 001.</summary>
public sealed class Outlet : IPlaced, IUploaded
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

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}
