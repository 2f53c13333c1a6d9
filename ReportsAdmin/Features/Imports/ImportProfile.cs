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

    /// <summary>What a person may decide about records that a sheet lacks; null when a sheet never has everything.</summary>
    public MissingRecords? Missing { get; init; }

    /// <summary>Where the result shows, and what the link to it says.</summary>
    public required ImportResult Result { get; init; }

    /// <summary>The page that shows what one upload changed, by the upload's number; null when there is none.</summary>
    public Func<int, string>? ChangesHref { get; init; }

    /// <summary>A permission that this kind needs beside <see cref="ImportCommands.UploadPermission"/>, for looking at its uploads too; null for none.</summary>
    public string? Permission { get; init; }

    /// <summary>In the order of the chooser.</summary>
    public static readonly IReadOnlyList<string> Groups = ["Receivables", "Field sales", "People", "Training"];
}

/// <summary>Records that a sheet lacks, and what may become of them.</summary>
/// <param name="Subject">What is missing, for counting: <c>open invoice</c>.</param>
/// <param name="Options">The first is the default.</param>
public sealed record MissingRecords(string Subject, IReadOnlyList<MissingOption> Options)
{
    /// <summary>The option of that key; the default when it is null or unknown.</summary>
    public MissingOption Of(string? key) => Options.FirstOrDefault(o => o.Key == key) ?? Options[0];
}

/// <summary>One thing that may become of missing records.</summary>
/// <param name="Key">Its word on the wire.</param>
/// <param name="Note">What it does, before the commit.</param>
/// <param name="Done">What was done, after it: <c>marked as paid</c>.</param>
/// <param name="Removes">Whether their amounts leave the measure.</param>
public sealed record MissingOption(string Key, string Title, string Note, string Done, bool Removes = false);

/// <summary>A page on which the written rows show, and what the link to it says.</summary>
public sealed record ImportResult(string Href, string Text);

/// <summary>A kind that a user may upload.</summary>
public sealed record UploadKind(string Kind, string Title, ImportProfile Profile, IReadOnlyList<ImportField> Fields);
