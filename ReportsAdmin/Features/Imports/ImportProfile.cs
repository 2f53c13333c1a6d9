namespace ReportsAdmin.Features.Imports;

/// <summary>What the wizard has to know of a kind: where it lists it, what it asks for it, and what its rows mean.</summary>
public sealed record ImportProfile
{
    /// <summary>The heading under which the kind is chosen: one of <see cref="Groups"/>.</summary>
    public required string Group { get; init; }

    /// <summary>What a row of the sheet is, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>Head of the preview's column that says what a row is about.</summary>
    public required string RowTitle { get; init; }

    /// <summary>What an upload leaves alone, in one sentence.</summary>
    public required string Promise { get; init; }

    /// <summary>What is read besides what every kind understands.</summary>
    public IReadOnlyList<string> Understood { get; init; } = [];

    /// <summary>Whether the upload is for one department; otherwise it is the whole company's.</summary>
    public bool AsksDepartment { get; init; }

    /// <summary>Whether the sheet speaks of one month.</summary>
    public bool AsksMonth { get; init; }

    /// <summary>Head of the preview's column of amounts; null when rows carry no money.</summary>
    public string? Amount { get; init; }

    /// <summary>The sum that a commit moves, by region and by label; null when amounts are not positions of anything.</summary>
    public string? Effect { get; init; }

    /// <summary>Who owes, where there is an effect: <c>Customer</c>.</summary>
    public string Party { get; init; } = "";

    /// <summary>Whether something is missing when a sheet lacks it, so that a person decides what becomes of it.</summary>
    public bool HasMissing { get; init; }

    /// <summary>Where the result shows, and what the link to it says.</summary>
    public required ImportResult Result { get; init; }

    /// <summary>A permission that this kind needs beside <see cref="ImportCommands.UploadPermission"/>, for looking at its uploads too; null for none.</summary>
    public string? Permission { get; init; }

    /// <summary>In the order of the chooser.</summary>
    public static readonly IReadOnlyList<string> Groups = ["Receivables", "Field sales", "People", "Training"];
}

/// <summary>A page on which the written rows show, and what the link to it says.</summary>
public sealed record ImportResult(string Href, string Text);

/// <summary>A kind that a user may upload.</summary>
public sealed record UploadKind(string Kind, string Title, ImportProfile Profile, IReadOnlyList<ImportField> Fields);
