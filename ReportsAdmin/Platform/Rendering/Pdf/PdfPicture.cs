using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>What a picture's element says to those who do not see it.</summary>
internal static class PdfPicture
{
    /// <summary>The entries of its dictionary: the words and the place on the page, in points from the upper left.</summary>
    public static string Entries(string alt, double x, double y, double width, double height, double pageHeight)
    {
        var words = new PdfBuffer();
        words.Text(alt);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"/Alt {Encoding.ASCII.GetString(words.Written)}/A<</O/Layout/Placement/Block/BBox[{x:0.##} {pageHeight - y - height:0.##} {x + width:0.##} {pageHeight - y:0.##}]>>"
        );
    }
}
