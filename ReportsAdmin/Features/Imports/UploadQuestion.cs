namespace ReportsAdmin.Features.Imports;

/// <summary>A doubt about a file that a person settles before its rows are staged.</summary>
/// <param name="Key">Its name on the wire: <c>foreign-currency</c>, <c>region</c>.</param>
/// <param name="Title">The question in one line.</param>
/// <param name="Text">What was found that makes it a doubt.</param>
/// <param name="Default">The option that is chosen unless a person chooses another; null when only a person can know.</param>
public sealed record UploadQuestion(
    string Key,
    string Title,
    string Text,
    IReadOnlyList<QuestionOption> Options,
    string? Default
)
{
    /// <summary>For how long the answer is kept.</summary>
    public AnswerMemory Memory { get; init; } = AnswerMemory.Layout;

    /// <summary>How many rows it is about; 0 when it is about the sheet.</summary>
    public int Rows { get; init; }
}

/// <param name="Key">Its word on the wire.</param>
/// <param name="Note">What choosing it does.</param>
public sealed record QuestionOption(string Key, string Title, string Note = "");

/// <summary>How far an answer is remembered.</summary>
public enum AnswerMemory
{
    /// <summary>For this file alone.</summary>
    File,

    /// <summary>For files with the same header.</summary>
    Layout,

    /// <summary>For every file of the kind: what a word means.</summary>
    Kind,
}

/// <summary>An answer that is remembered, for a header or for all files of a kind.</summary>
public sealed class RememberedAnswer
{
    public int Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>The header it was given for; empty for all files of the kind.</summary>
    public required string HeaderHash { get; init; }

    /// <summary><see cref="UploadQuestion.Key"/>.</summary>
    public required string Question { get; init; }

    /// <summary>The key of the option.</summary>
    public required string Answer { get; set; }

    public required string ByName { get; set; }

    public DateTime At { get; set; }
}
