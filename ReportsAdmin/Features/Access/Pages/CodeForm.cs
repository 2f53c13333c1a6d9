namespace ReportsAdmin.Features.Access.Pages;

/// <summary>What a form for a second factor sends.</summary>
public sealed class CodeForm
{
    public string? Code { get; set; }
}
