namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <param name="MaxPages">A report of more pages is refused; <c>Documents:PdfMaxPages</c>.</param>
/// <param name="TaggedRows">Up to so many rows of all tables together the file carries the structure that screen readers need, which triples its size.</param>
public sealed record PdfOptions(int MaxPages = 2_000, int TaggedRows = 20_000);
