using Microsoft.AspNetCore.Components;

namespace ReportsAdmin.Ui;

/// <summary>The content of a notice: a summary and, where there is more to say, a second sentence.</summary>
internal static class NoticeText
{
    public static RenderFragment Of(string summary, string detail) =>
        builder =>
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", "notice");
            builder.OpenElement(2, "b");
            builder.AddContent(3, summary);
            builder.CloseElement();
            if (detail.Length > 0)
            {
                builder.OpenElement(4, "span");
                builder.AddContent(5, detail);
                builder.CloseElement();
            }

            builder.CloseElement();
        };
}
