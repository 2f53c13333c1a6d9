namespace ReportsAdmin.Features.Documents;

/// <summary>
/// A titled report whose content people may edit. What it says is with its versions, how far its files are with the newest
/// version's job: nothing is kept twice.
/// </summary>
public sealed class Document
{
    public int Id { get; init; }

    public required string Title { get; set; }

    public string? Description { get; set; }

    /// <summary><c>custom</c>, <c>auto_generated</c>, or what the caller called it.</summary>
    public required string ReportType { get; init; }

    public int OwnerId { get; init; }

    /// <summary>Everybody who may read generated reports sees it; otherwise its owner and those who manage reports.</summary>
    public bool Shared { get; set; }

    /// <summary>Number of the newest version; an edit names the one it began from.</summary>
    public int Version { get; set; }

    /// <summary>The form whose submissions it tells of, if any.</summary>
    public int? FormId { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

/// <summary>What a report said at one time. Never changed: an edit adds another.</summary>
public sealed class ReportVersion
{
    public int ReportId { get; init; }

    /// <summary>Counts from 1 within the report.</summary>
    public int Number { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The content: any JSON object.</summary>
    public required string Data { get; init; }

    /// <summary>JSON: template, include_charts, format.</summary>
    public required string Config { get; init; }

    public int AuthorId { get; init; }

    public required string AuthorName { get; init; }

    public DateTime At { get; init; }

    public string? Why { get; init; }

    /// <summary>The job that makes this version's files.</summary>
    public long JobId { get; init; }
}

/// <summary>How content becomes a document, kept under a name that requests give as <c>config.template</c>.</summary>
public sealed class DocumentTemplate
{
    public int Id { get; init; }

    /// <summary>As requests name it: lower case, digits and underscores.</summary>
    public required string Key { get; init; }

    public required string Title { get; set; }

    /// <summary>JSON of the layout's settings.</summary>
    public required string Definition { get; set; }

    public int OwnerId { get; init; }

    public DateTime UpdatedAt { get; set; }
}
