namespace ReportsAdmin.Features.Imports;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class ImportIds
{
    public const string Upload = "75706c64";
}
