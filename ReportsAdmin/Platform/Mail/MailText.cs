using System.Net;
using System.Text;

namespace ReportsAdmin.Platform.Mail;

/// <summary>What a mail says, once: as text and as HTML of the same words. Everything that is put in is encoded.</summary>
/// <param name="Subject">One line; line breaks become spaces.</param>
public sealed class MailText(string subject)
{
    private const string Ink = "color:#1e293b";
    private const string Mute = "color:#64748b";

    private readonly StringBuilder text = new();
    private readonly StringBuilder html = new();

    public string Subject { get; } = OneLine(subject);

    public MailText Paragraph(string words)
    {
        text.Append(words).Append("\n\n");
        html.Append("<p style=\"margin:0 0 16px\">")
            .Append(Encoded(words).Replace("\n", "<br>\n", StringComparison.Ordinal))
            .Append("</p>\n");
        return this;
    }

    /// <summary>Lines of a label and its value.</summary>
    public MailText Facts(params (string Label, string Value)[] facts)
    {
        html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px\">");
        foreach (var (label, value) in facts)
        {
            text.Append(label).Append(": ").Append(value).Append('\n');
            html.Append($"<tr><td style=\"padding:2px 16px 2px 0;{Mute}\">")
                .Append(Encoded(label))
                .Append("</td><td style=\"padding:2px 0\">")
                .Append(Encoded(value))
                .Append("</td></tr>");
        }

        text.Append('\n');
        html.Append("</table>\n");
        return this;
    }

    /// <summary>Rows under headings; the text alternative writes a row as a line.</summary>
    /// <param name="figures">The columns from this one on are figures, which stand at the right.</param>
    public MailText Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, int figures)
    {
        html.Append(
            "<table cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px;width:100%;border-collapse:collapse\"><tr>"
        );
        for (var i = 0; i < heads.Count; i++)
            html.Append(
                    $"<th scope=\"col\" style=\"padding:4px 8px 4px 0;{Mute};font-weight:400;text-align:{Side(i)}\">"
                )
                .Append(Encoded(heads[i]))
                .Append("</th>");
        html.Append("</tr>");
        text.AppendJoin(" | ", heads).Append('\n');
        foreach (var row in rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
                html.Append($"<td style=\"padding:4px 8px 4px 0;border-top:1px solid #e2e8f0;text-align:{Side(i)}\">")
                    .Append(Encoded(row[i]))
                    .Append("</td>");
            html.Append("</tr>");
            text.AppendJoin(" | ", row).Append('\n');
        }

        text.Append('\n');
        html.Append("</table>\n");
        return this;

        string Side(int column) => column >= figures ? "right" : "left";
    }

    public MailText Link(string words, Uri address)
    {
        text.Append(words).Append(": ").Append(address.AbsoluteUri).Append("\n\n");
        html.Append("<p style=\"margin:0 0 16px\"><a href=\"")
            .Append(Encoded(address.AbsoluteUri))
            .Append(
                "\" style=\"display:inline-block;padding:10px 16px;border-radius:6px;background:#1f4e8c;color:#ffffff;text-decoration:none\">"
            )
            .Append(Encoded(words))
            .Append("</a></p>\n");
        return this;
    }

    /// <summary>One of several things, with its own link.</summary>
    public MailText Item(string title, string words, Uri address)
    {
        text.Append(title).Append('\n').Append(words).Append('\n').Append(address.AbsoluteUri).Append("\n\n");
        html.Append("<p style=\"margin:0 0 16px\"><a href=\"")
            .Append(Encoded(address.AbsoluteUri))
            .Append("\" style=\"color:#1f4e8c;font-weight:600\">")
            .Append(Encoded(title))
            .Append("</a><br>")
            .Append(Encoded(words))
            .Append("</p>\n");
        return this;
    }

    /// <summary>A small last line with a link.</summary>
    public MailText Note(string words, string linked, Uri address)
    {
        text.Append(words).Append(' ').Append(linked).Append(": ").Append(address.AbsoluteUri).Append("\n\n");
        html.Append($"<p style=\"margin:0;font-size:12px;{Mute}\">")
            .Append(Encoded(words))
            .Append(" <a href=\"")
            .Append(Encoded(address.AbsoluteUri))
            .Append($"\" style=\"{Mute}\">")
            .Append(Encoded(linked))
            .Append("</a></p>\n");
        return this;
    }

    /// <summary>The text alternative, with who sent it.</summary>
    public string AsText(string company) => $"{text}-- \n{company}\n";

    /// <summary>A whole HTML document with style attributes only, as mail programs want it.</summary>
    public string AsHtml(string company) =>
        $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encoded(
                Subject
            )}</title></head>
            <body style="margin:0;padding:24px;background:#f1f5f9;font:14px/1.5 Segoe UI,Helvetica,Arial,sans-serif;{Ink}">
            <div style="max-width:560px;margin:0 auto;padding:24px;border-radius:8px;background:#ffffff">
            <h1 style="margin:0 0 16px;font-size:18px;line-height:1.3">{Encoded(Subject)}</h1>
            {html}</div>
            <p style="max-width:560px;margin:12px auto 0;font-size:12px;{Mute}">{Encoded(company)}</p>
            </body></html>
            """;

    private static string Encoded(string words) => WebUtility.HtmlEncode(words);

    private static string OneLine(string words) =>
        new([.. words.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
}
