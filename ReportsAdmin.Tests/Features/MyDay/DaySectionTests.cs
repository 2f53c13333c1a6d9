using ReportsAdmin.Features;
using Xunit;

namespace ReportsAdmin.Tests.Features.MyDay;

public sealed class DaySectionTests
{
    [Theory]
    [InlineData(0, 5, "Nothing is late")]
    [InlineData(2, 5, "2 late")]
    [InlineData(5, 5, "5 or more late")]
    [InlineData(3, 3, "3 late")]
    public void What_is_late_is_counted_as_far_as_it_is_known(int late, int named, string text)
    {
        var items = Enumerable.Range(0, named).Select(i => new DayItem("x", "", "/", "", i < late)).ToList();
        var total = named == 5 ? 9 : named;
        Assert.Equal(text, new DaySection("Uploads", "upload", total, null, items).LateText);
    }
}
