namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>The steps of an upload as the stepper shows them.</summary>
public static class UploadSteps
{
    public static readonly IReadOnlyList<string> Titles =
    [
        "Choose the file",
        "Read and clarify",
        "Look at every row",
        "Committed",
    ];

    public static int Of(ImportState state) =>
        state switch
        {
            ImportState.Received or ImportState.Staging or ImportState.Asking or ImportState.Refused => 1,
            ImportState.Staged => 2,
            _ => Titles.Count,
        };
}
